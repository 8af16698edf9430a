import Testing

@testable import Wording

@Test(
  arguments: [
    ("500ms", 0.5), ("30s", 30), ("1m30s", 90), ("2h", 7200), ("1.5s", 1.5), ("5", nil), ("5x", nil),
    ("s", nil),
  ] as [(String, Double?)])
func `times have units, and add up`(text: String, seconds: Double?) {
  #expect(TimeText.seconds(text) == seconds)
}

@Test(arguments: [(0.0, "0s"), (0.001, "1ms"), (0.25, "250ms"), (90, "90s"), (600, "10m"), (86_400, "24h")])
func `times are written in one unit`(seconds: Double, text: String) {
  #expect(TimeText.text(seconds) == text && TimeText.seconds(text) == seconds)
}
