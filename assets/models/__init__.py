"""Extracts become indicator tables: dbt builds them in a run's own work file, the contract is checked, Parquet leaves.

Belongs here: views over pinned extracts, the dbt run, the check of every indicator table. Does not belong here: how a
number is made (`dbt_project/`).
"""
