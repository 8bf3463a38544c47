"""Jobs for more than one machine, on Apache Spark. No other package imports ``pyspark``."""
