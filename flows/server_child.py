"""A Prefect server that lives as long as the process it serves: `python -m flows.server_child SOCKET`.

It ends when the pipe on its standard input closes. The system closes that pipe when the process at its other
end is gone, however it went, so a killed run leaves no server behind.
"""

import os
import signal
import socket
import sys
import threading
import time

import uvicorn

GRACE_SECONDS = 3


def serve(descriptor: int) -> None:
    """Serve Prefect's API on the listening socket that was inherited as file `descriptor`."""
    config = uvicorn.Config(
        "prefect.server.api.server:create_app",
        factory=True,
        log_level="error",
        lifespan="on",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = uvicorn.Server(config)
    threading.Thread(target=_end_with_the_run, args=[server], daemon=True).start()
    server.run(sockets=[socket.socket(fileno=descriptor)])


def _end_with_the_run(server: uvicorn.Server) -> None:
    sys.stdin.buffer.read()
    if server.started:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(2 * GRACE_SECONDS)
    # It still starts, or a background service of it does not end.
    os._exit(1)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
