"""Extracts become indicator tables: dbt builds them in a run's own work file, checked Parquet leaves it.

Belongs here: views over pinned extracts, the dbt run, the check of every indicator table. Does not belong
here: how a number is made (`dbt_project/`).
"""
