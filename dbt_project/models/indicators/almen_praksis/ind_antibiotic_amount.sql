{{ amount_prescribed('antibiotics') }}
{{ aggregate('units') }}
