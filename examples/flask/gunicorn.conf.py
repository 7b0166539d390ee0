"""Settings of gunicorn, which reads this file by itself. They suit a container whose file system is read-only."""

import os

bind = "0.0.0.0:" + os.environ.get("PORT", "8000")
# Each worker touches a file there to show that it is alive: that needs memory, not a disk.
worker_tmp_dir = "/dev/shm"
# A socket in the home folder, by which `gunicornc` would talk to the server.
control_socket_disable = True
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
