import http from "k6/http";
import { check } from "k6";

// Each of k6's users has a copy of this.
let token = null;
let iteration = 0;

export default function () {
  const base = __ENV.URL.replace(/\/$/, "");
  if (token === null) {
    token = http.post(`${base}/login`, JSON.stringify({ user: `u${__VU}` })).json("token");
  }
  iteration += 1;
  const params = { headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" } };
  const id = http.post(`${base}/items`, JSON.stringify({ name: `item ${iteration} of u${__VU}` }), params).json("id");
  check(http.get(`${base}/items/${id}`, params), { "the same item": (answer) => answer.json("id") === id });
  http.del(`${base}/items/${id}`, null, params);
}
