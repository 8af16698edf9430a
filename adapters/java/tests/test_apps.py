"""Apps as the host sees them. The whole contract is what `harness verify` proves of each; here is what only Java might get wrong."""

import http.client
import json
import unittest

from sdk import process_tree
from tests.adapter import FOLDER, SECOND, Adapter

JSON, FORM, MULTIPART = "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=\"B c\""
SMALL = r'{"id": 0, "name": "grün \ud83d\ude00", "active": false, "count": 9007199254740991, "tags": []}'
FILES = (
    b'--B c\r\nContent-Disposition: form-data; name="a"; filename=""\r\nContent-Type: text/plain\r\n\r\n\r\n--B\r\n'
    b'\r\n--B c\r\nContent-Disposition: form-data; name="filename"\r\n\r\n12\r\n--B c--\r\n'
)
UUID = "0F8FAD5B-D9CB-469F-A165-70867728950E"
REFUSED = None

# Path, content type and body of a request; what is answered.
EXCHANGES = [
    ("/json/small", JSON, SMALL, json.loads(SMALL)),
    ("/json/small", JSON, SMALL + " {}", REFUSED),
    ("/json/small", JSON, "", REFUSED),
    ("/json/small", JSON, "[" * 100_000 + "]" * 100_000, REFUSED),
    ("/validated/json/small", JSON, SMALL, json.loads(SMALL)),
    ("/validated/json/small", JSON, SMALL + "]", REFUSED),
    ("/validated/json/small", JSON, SMALL.replace("[]", '["a", null]'), REFUSED),
    ("/validated/json/small", JSON, SMALL.replace("[]", "[1]"), REFUSED),
    ("/validated/json/small", JSON, SMALL.replace("0,", "0.5,"), REFUSED),
    ("/validated/json/small", JSON, SMALL.replace("false", "0"), REFUSED),
    ("/validated/json/small", JSON, SMALL.replace("grün ", "😀" * 99), json.loads(SMALL.replace("grün ", "😀" * 99))),
    ("/validated/json/small", JSON, SMALL.replace("grün ", "😀" * 100), REFUSED),
    ("/multipart/small", MULTIPART, FILES, {"files_received": 1, "fields_received": 1, "total_bytes": 7}),
    ("/multipart/small", MULTIPART, FILES[:-6], REFUSED),
    ("/multipart/small", FORM, FILES, REFUSED),
    ("/urlencoded/simple", FORM, "a[b]=1&c=&c=%2B+%26", {"a[b]": "1", "c": ["", "+ &"]}),
    ("/urlencoded/simple", FORM, "a=%zz", REFUSED),
    ("/validated/urlencoded/simple", FORM, "name=a&email=a@b&age=0", {"name": "a", "email": "a@b", "age": 0}),
    ("/validated/urlencoded/simple", FORM, "name=a&email=a@b&age=", REFUSED),
    ("/validated/urlencoded/simple", FORM, "name=a&email=a@b&age=%2B1", REFUSED),
    ("/validated/query/few?q=a&page=7", None, None, {"q": "a", "page": 7}),
    ("/validated/query/medium?category=a&tags=x&min_price=0", None, None, {"category": "a", "tags": ["x"], "min_price": 0}),
    ("/validated/query/medium?category=a&min_price=1d", None, None, REFUSED),
    ("/validated/query/medium?category=a&min_price=-0.5", None, None, REFUSED),
    ("/path/simple/a+%25%20c", None, None, {"id": "a+% c"}),
    ("/validated/path/simple/%61", None, None, {"id": "a"}),
    (f"/validated/path/uuid/{UUID}", None, None, {"uuid": UUID.lower()}),
    ("/validated/path/uuid/1-1-1-1-1", None, None, REFUSED),
    ("/validated/path/date/2024-02-30", None, None, REFUSED),
]


class AppsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.adapter = Adapter()
        cls.addClassCleanup(cls.adapter.close)
        cls.frameworks = [framework["name"] for framework in cls.adapter.description["frameworks"]]

    def answer(self, connection, path, content_type, body):
        headers = {"Content-Type": content_type} if content_type else {}
        connection.request("POST" if content_type else "GET", path, body.encode() if isinstance(body, str) else body, headers)
        response = connection.getresponse()
        self.assertEqual(response.headers.get_content_type(), JSON)
        return response.status, json.loads(response.read())

    def installed(self):
        """The frameworks whose packages this machine has; the default one must be among them."""
        for name in self.frameworks:
            prepared = self.adapter.call("app/prepare", framework=name)
            if "versions" in prepared:
                yield name
            else:
                self.assertNotEqual(name, self.frameworks[0], prepared)
                self.assertIn("apt-get install", prepared["data"]["hint"])

    def test_every_app_answers_and_stops(self):
        for name in self.installed():
            app = self.adapter.start(name, workers=2, healthTimeoutNanoseconds=300 * SECOND)
            connection = http.client.HTTPConnection(app["address"]["host"], app["address"]["port"], timeout=300)
            for path, content_type, body, expected in EXCHANGES:
                with self.subTest(name, path=path, body=body[:200] if body else None):
                    status, value = self.answer(connection, path, content_type, body)
                    if expected is REFUSED:
                        self.assertIn(status, (400, 422), value)
                    else:
                        self.assertEqual((status, value), (200, expected))
            connection.close()
            self.assert_stops(app)

    def assert_stops(self, app):
        pids = process_tree.pids(app["pid"])
        self.assertEqual(pids, [app["pid"]])
        self.adapter.call("app/stop", app=app["app"])
        self.assertEqual([pid for pid in pids if process_tree.alive(pid)], [])

    def test_every_folder_with_an_app_has_its_line_in_the_adapter(self):
        self.assertEqual({main.parent.name for main in FOLDER.glob("apps/*/Main.java")}, set(self.frameworks))


if __name__ == "__main__":
    unittest.main()
