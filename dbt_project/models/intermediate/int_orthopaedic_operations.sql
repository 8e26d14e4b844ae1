select distinct person, number, week from ({{ claimed('orthopaedic_operations') }}) as operations
