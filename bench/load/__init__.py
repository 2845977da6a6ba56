"""Load scripts for locust, one for each stack."""
