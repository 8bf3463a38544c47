"""What ``spark-submit`` is given; alone in its folder, which Spark puts in front of where Python looks for modules."""
