"""What every test relies on."""

import signal

# A shell starts its background jobs with Ctrl-C ignored, and whatever a test starts inherits that:
# the tests that press it would wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
