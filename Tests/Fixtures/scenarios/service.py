"""A service for scenarios: accounts, projects of theirs, items to buy, and tasks that are done after a while.

GET /counts tells how many requests of which kind it has answered, and with which status.
"""
import collections
import http.server
import json
import re
import sys
import threading
import time

lock = threading.Lock()
counts = collections.Counter()
tokens, projects, tasks = {}, {}, {}
numbers = iter(range(1, 1 << 62))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def answer(self, status, value=None, *fields):
        body = b"" if value is None else json.dumps(value).encode()
        with lock:
            counts["%s %s %d" % (self.command, re.sub(r"\d+", "N", self.path.split("?")[0]), status)] += 1
        head = "HTTP/1.1 %d OK\r\n" % status
        if status != 204:
            head += "Content-Type: application/json\r\nContent-Length: %d\r\n" % len(body)
        head += "".join(field + "\r\n" for field in fields)
        self.wfile.write(head.encode() + b"\r\n" + body)

    def user(self):
        return tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))

    def serve(self):
        length = int(self.headers.get("Content-Length", 0))
        sent = json.loads(self.rfile.read(length)) if length else None
        path = self.path.split("?")[0]
        if path == "/health":
            return self.answer(200, {"status": "ok"})
        if path == "/counts":
            with lock:
                body = dict(counts)
            return self.answer(200, body)
        if path == "/api/v1/auth/register":
            with lock:
                token = "token-%d" % next(numbers)
                if sent["username"] in tokens.values():
                    return self.taken()
                tokens[token] = sent["username"]
            return self.answer(201, {"user": {"username": sent["username"]}, "token": token})
        if path == "/items":
            return self.answer(200, [{"id": n, "name": "item %d" % n} for n in range(1, 21)])
        if re.fullmatch(r"/items/\d+", path):
            return self.answer(200, {"id": int(path[7:]), "price": 4.5})
        if path == "/cart":
            return self.answer(201, {"items": [sent["item"]], "count": 1})
        if path == "/tasks":
            with lock:
                number = next(numbers)
                tasks[number] = time.monotonic()
            where = "http://%s/tasks/%d" % (self.headers["Host"], number)
            return self.answer(201, {"id": number, "state": "running"}, "Location: " + where)
        if re.fullmatch(r"/tasks/\d+", path):
            done = time.monotonic() - tasks[int(path[7:])] > 0.02
            return self.answer(200, {"id": int(path[7:]), "state": "done" if done else "running"})
        return self.projects(path, sent)

    def taken(self):
        counts["taken"] += 1
        body = b'{"error":"taken"}'
        self.wfile.write(b"HTTP/1.1 409 Taken\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    def projects(self, path, sent):
        user = self.user()
        if user is None:
            return self.answer(401, {"error": "who are you?"})
        if path == "/api/v1/projects" and self.command == "POST":
            with lock:
                number = next(numbers)
                projects[number] = (user, sent["name"])
            return self.answer(201, {"id": number, "name": sent["name"]})
        if path == "/api/v1/projects":
            with lock:
                own = [n for n, (owner, _) in projects.items() if owner == user]
            return self.answer(200, [{"id": n} for n in sorted(own, reverse=True)])
        number = int(path.rsplit("/", 1)[1])
        if projects.get(number, (None,))[0] != user:
            return self.answer(404, {"error": "there is none"})
        if self.command == "DELETE":
            with lock:
                del projects[number]
            return self.answer(204)
        if self.command == "PATCH":
            projects[number] = (user, sent["name"])
        return self.answer(200, {"id": number, "name": projects[number][1]})

    do_GET = do_POST = do_PATCH = do_DELETE = serve

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, request, client_address):
        pass


server = Server(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
server.serve_forever()
