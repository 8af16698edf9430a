import Testing

@testable import Wording

@Test(arguments: [
  ("pyhton", ["python"]), ("fast", ["fastapi", "rust"]), ("zzz", []), ("nod", ["node"]),
  ("ptn", ["python"]), ("fsp", ["fastapi"]), ("pi", []),
])
func `the nearest names are suggested`(typed: String, nearest: [String]) {
  #expect(NearestNames.to(typed, in: ["python", "node", "ruby", "rust", "fastapi"]) == nearest)
}

@Test(arguments: [("kitten", "sitting", 3), ("", "abc", 3), ("abc", "abc", 0), ("flaw", "lawn", 2)])
func `the edit distance is Levenshtein's`(first: String, second: String, distance: Int) {
  #expect(NearestNames.distance(first, second) == distance)
}
