import http.client
import json
import unittest
import urllib.parse

from tests import samples
from tests.adapter import Adapter

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=B"


def endpoints(kind):
    for endpoint in samples.ENDPOINTS.values():
        rules = endpoint.get(kind) or endpoint.get("body", {}).get(kind)
        if rules:
            yield endpoint["path"], rules, endpoint


class ContractTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.adapter = Adapter()
        cls.addClassCleanup(cls.adapter.close)
        address = cls.adapter.start()["address"]
        cls.connection = http.client.HTTPConnection(address["host"], address["port"], timeout=10)
        cls.addClassCleanup(cls.connection.close)

    def ask(self, method, path, body=None, content_type=None):
        """The status and the body of an answer; an iterable body goes chunked."""
        headers = {"Content-Type": content_type} if content_type else {}
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        return response.status, response.headers.get_content_type(), response.read()

    def assert_answer(self, expected, *request):
        status, content_type, body = self.ask(*request)
        self.assertEqual((status, content_type), (200, JSON), body[:300])
        self.assertEqual(json.loads(body), expected)

    def assert_refused(self, rule, *request):
        with self.subTest(request[1], rule=rule):
            status, content_type, body = self.ask(*request)
            self.assertIn(status, (400, 422), body[:300])
            self.assertEqual(content_type, JSON)
            json.loads(body)

    def test_json_bodies_come_back(self):
        for path, schema, _ in endpoints("json"):
            value = samples.sample(schema)
            bodies = [json.dumps(value), json.dumps(value, ensure_ascii=False, indent=3)]
            for prefix in ["", "/validated"]:
                for body in (body.encode() for body in bodies):
                    self.assert_answer(value, "POST", prefix + path, body, JSON)
                    self.assert_answer(value, "POST", prefix + path, (body[i : i + 999] for i in range(0, len(body), 999)), JSON)

    def test_a_body_of_two_megabytes_is_taken(self):
        self.assert_answer(["x" * 2_000_000], "POST", "/json/small", json.dumps(["x" * 2_000_000]).encode(), JSON)

    def test_each_rule_of_a_json_body_is_kept(self):
        for path, schema, _ in endpoints("json"):
            for rule, value in samples.broken(schema):
                self.assert_refused(rule, "POST", "/validated" + path, json.dumps(value).encode(), JSON)

    def test_what_is_no_json_is_refused_raw_and_validated(self):
        bodies = [b"", b"{", b'{"id":1,', b"NaN", b"\xff", b"[" * 100_000, b"9" * 5000, b'"\\ud800"', b'{"\\ud800":1}']
        for path, _, _ in endpoints("json"):
            for body in bodies:
                for prefix in ["", "/validated"]:
                    self.assert_refused(body[:10], "POST", prefix + path, body, JSON)

    def test_multipart_forms_are_counted(self):
        expected = {"files_received": 2, "fields_received": 1, "total_bytes": 22}
        for path, _, _ in endpoints("multipart"):
            for prefix in ["", "/validated"]:
                self.assert_answer(expected, "POST", prefix + path, samples.multipart(files=2), MULTIPART)
            self.assert_refused("no file", "POST", "/validated" + path, samples.multipart(files=0), MULTIPART)
            self.assert_refused("no multipart", "POST", "/validated" + path, b"nonsense", MULTIPART)
            self.assert_refused("no boundary", "POST", "/validated" + path, b"nonsense", "multipart/form-data")
            self.assert_refused("JSON", "POST", "/validated" + path, b"{}", JSON)

    def test_forms_and_queries_come_back(self):
        for prefix in ["", "/validated"]:
            for path, parameters, _ in endpoints("form"):
                pairs, answer = samples.fields(parameters, raw=not prefix)
                self.assert_answer(answer, "POST", prefix + path, samples.encode(pairs), FORM)
            for path, parameters, _ in endpoints("query"):
                required = [parameter for parameter in parameters if parameter.get("required")]
                for given in [parameters, required]:
                    pairs, answer = samples.fields(given, raw=not prefix)
                    self.assert_answer(answer, "GET", f"{prefix}{path}?{samples.encode(pairs).decode()}")

    def test_names_are_never_parsed_and_a_validated_array_of_one_stays_one(self):
        self.assert_answer({"a[b]": "1", "c": ["2", "", "3"]}, "GET", "/query/few?a[b]=1&c=2&c=&c=3")
        self.assert_answer({"category": "a b", "tags": ["x"]}, "GET", "/validated/query/medium?category=a+b&tags=x")

    def test_each_rule_of_forms_and_queries_is_kept(self):
        for path, parameters, _ in endpoints("form"):
            for rule, pairs in samples.broken_fields(parameters):
                self.assert_refused(rule, "POST", "/validated" + path, samples.encode(pairs), FORM)
        for path, parameters, _ in endpoints("query"):
            for rule, pairs in samples.broken_fields(parameters):
                self.assert_refused(rule, "GET", f"/validated{path}?{samples.encode(pairs).decode()}")

    def test_path_parameters_come_back(self):
        for path, parameters, endpoint in endpoints("parameters"):
            for prefix in ["", "/validated"]:
                target, answer = prefix + path, {}
                for parameter in parameters:
                    text, value = ("a-_Z9", "a-_Z9") if "pattern" in parameter else samples.typed(parameter)[:2]
                    target = target.replace("{%s}" % parameter["name"], text)
                    answer[parameter["name"]] = value
                self.assert_answer(answer, "GET", target)
        self.assert_answer({"id": "grün +😀%"}, "GET", "/path/simple/" + urllib.parse.quote("grün +😀%", safe="+"))

    def test_bad_path_parameters_are_refused(self):
        refused = {
            "/path/simple/": ["x" * 256, "a.b", "a b", "ü", "a\n"],
            "/path/int/": ["-1", "1.5", "abc", "9007199254740992", "1e3"],
            "/path/uuid/": ["garbage", samples.UUID[:-1]],
            "/path/date/": ["2024-02-30", "2024-13-01", "garbage", "1704067200"],
        }
        for path, values in refused.items():
            for value in values:
                self.assert_refused(value, "GET", "/validated" + path + urllib.parse.quote(value))

    def test_unknown_paths_and_head_requests_are_answered_sanely(self):
        for path in ["/nope", "/validated/nope", "/json/tiny", "/validated/json/tiny", "/path/simple/a/b"]:
            self.assertEqual(self.ask("GET", path)[0], 404, path)
        for path in ["/health", "/path/int/1", "/validated/query/few"]:
            self.assertIn(self.ask("HEAD", path)[0], (200, 404, 405), path)


if __name__ == "__main__":
    unittest.main()
