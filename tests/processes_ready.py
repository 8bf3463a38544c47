"""What the processes of ``tests.processes`` begin with: the modules they run, and the word lists of loading."""

from __future__ import annotations

import tests.dying_loader
import tests.workers
from etl.identity.orgwords import orgwords
from etl.identity.places import gazetteer
from etl.rows.simplified import simplified
from graph.text.background import packaged
from graph.text.dictionary import dictionary
from graph.text.segment import split

READY = (tests.dying_loader, tests.workers)

for read in (dictionary, packaged, gazetteer, orgwords):
    read()
split(simplified("轉化科技成果"))
