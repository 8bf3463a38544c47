"""The graph as a folder of Parquet files, for jobs on other machines."""
