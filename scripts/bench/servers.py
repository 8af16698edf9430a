"""The servers that generators are held against, on a processor of their own, and what they share with those who start them."""

import contextlib
import mmap
import os
import pathlib
import signal
import socket
import struct
import subprocess
import time

PROJECT = pathlib.Path(__file__).resolve().parents[2]
HARNESS = PROJECT / ".build/release/harness"
SCRIPTED = PROJECT / ".build/bench/bin"  # generators from PyPI, which `make bench` installs
GENERATOR_CPU, SERVER_CPU = 0, 1


class Server:
    """A running server: its port and how many requests it has answered."""

    def __init__(self, port, count):
        self.port, self.count = port, count


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextlib.contextmanager
def running(command):
    process = subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", "taskset", "-c", str(SERVER_CPU), *map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(port):
    for _ in range(500):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.01)
    raise SystemExit(f"no server on port {port}")


def c_server(*words, program="server"):
    @contextlib.contextmanager
    def serve(bench):
        port, counter = free_port(), bench.folder / "answers"
        counter.write_bytes(bytes(8))
        with running([bench.folder / program, port, counter, *words]):
            wait_for(port)
            with open(counter, "r+b") as file, mmap.mmap(file.fileno(), 8) as memory:
                yield Server(port, lambda: struct.unpack("Q", memory[:8])[0])

    return serve


@contextlib.contextmanager
def nginx(bench, tls=""):
    port, status_port = free_port(), free_port()
    (bench.folder / "nginx.conf").write_text(f"""
        daemon off; worker_processes 1; pid {bench.folder}/nginx.pid; error_log /dev/null;
        events {{ worker_connections 20000; multi_accept on; }}
        http {{
          {"ssl_certificate certificate.pem; ssl_certificate_key key.pem;" if tls else ""}
          access_log off; keepalive_requests 1000000000; keepalive_timeout 600;
          server {{ listen 127.0.0.1:{port} backlog=4096 reuseport {tls}; location / {{ return 200 "ok"; }} }}
          server {{ listen 127.0.0.1:{status_port}; location / {{ stub_status; }} }}
        }}""")

    def count():
        with socket.create_connection(("127.0.0.1", status_port)) as connection:
            connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
        return int(answer.split(b"requests")[1].split()[2])

    with running(["nginx", "-p", bench.folder, "-c", bench.folder / "nginx.conf"]):
        wait_for(port)
        wait_for(status_port)
        yield Server(port, count)


def nginx_tls(bench):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
         "-subj", "/CN=localhost", "-keyout", bench.folder / "key.pem", "-out", bench.folder / "certificate.pem"],
        check=True, capture_output=True,
    )
    return nginx(bench, "ssl")
