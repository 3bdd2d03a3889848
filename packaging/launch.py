"""Where the frozen program begins."""

import sys

from openpalm_desktop.__main__ import main

sys.exit(main())
