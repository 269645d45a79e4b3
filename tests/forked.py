"""A process that has loaded modules and forks one that calls a function for every request.

To start an interpreter and to load a room takes longer than most of what tests ask of it. Nothing
has run in the process that forks: no cache is filled; no thread, database, reactor or pool exists.

A request is one octet with open files: the first holds, pickled, the folder and the environment to
be in, the function and its arguments; the others are handed to the function. The answers are the
number of the new process at once and, when it has ended, how: a line each.
"""

import gc
import os
import pickle
import socket
import sys
import threading
import time
from importlib import import_module

REQUEST = b"?"
MOST_FILES = 8


def main() -> None:
    channel = socket.socket(fileno=int(sys.argv[1]))
    for name in sys.argv[2:]:
        import_module(name)
    assert threading.active_count() == 1, "a fork would lose the threads"
    # Else each process would look through, and so copy, everything that was loaded as it ends.
    gc.freeze()
    while True:
        message, files, _, _ = socket.recv_fds(channel, len(REQUEST), MOST_FILES)
        if not message:
            return
        child = os.fork()
        if child == 0:
            channel.close()
            with os.fdopen(files[0], "rb") as file:
                folder, environment, function, arguments = pickle.load(file)
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(environment)
            time.tzset()
            # Whatever this ends with goes up through `main`: it is the end of the process.
            function(*arguments, *files[1:])
            return
        for number in files:
            os.close(number)
        channel.sendall(b"%d\n" % child)
        _, status = os.waitpid(child, 0)
        channel.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
