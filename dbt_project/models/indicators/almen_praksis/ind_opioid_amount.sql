{{ amount_prescribed('opioids') }}
{{ aggregate('units') }}
