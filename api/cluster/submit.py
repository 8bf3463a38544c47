"""``spark-submit … api/cluster/submit.py batch match BUNDLE --out FOLDER``: the command line inside Spark's process."""

from api.cli import main

main()
