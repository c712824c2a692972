"""`python -m festival`: the commands."""

import atexit
import os
import shutil
import sys
import tempfile

if sys.argv[1:2] == ["serve"] and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    # The metrics library decides at its import whether several processes add up their figures.
    folder = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="festival-metrics-")
    _owner = os.getpid()

    @atexit.register
    def _clean() -> None:
        if os.getpid() == _owner:
            shutil.rmtree(folder, ignore_errors=True)


from festival.cli import main

if __name__ == "__main__":
    main()
