"""Run vaultd."""

import sys

from klantkluis.vault.server.daemon import main

sys.exit(main())
