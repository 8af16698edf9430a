import Record
import Testing

@testable import Reporting

@Test(arguments: [
  (0.01234, "0.0123"), (1.234, "1.23"), (12.34, "12.3"), (123.4, "123"), (1234.0, "1234"), (0, "0"),
  (-1.5, "-1.50"), (1e300, "1e+300"),
  (9.996, "10.0"), (99.96, "100"), (0.99996, "1.00"),
])
func `numbers have three significant digits`(value: Double, text: String) {
  #expect(Figures.short(value) == text)
}

@Test(arguments: [(0.6, "0.600"), (3.0, "3.00"), (48.25, "48.3"), (99.96, "100"), (1004.4, "1,004")])
func `rates have three significant digits, and none after the dot from 100 on`(value: Double, text: String) {
  #expect(Figures.rate(value) == text)
}

@Test(arguments: [(0.5, "0.50×"), (999.994, "999.99×"), (1234.4, "1,234×"), (5.9e12, ">10⁶×")])
func `ratios have two digits as long as they say something`(value: Double, text: String) {
  #expect(Figures.ratio(value) == text)
}

@Test(arguments: [(7, "7"), (1234, "1,234"), (-1_234_567, "-1,234,567")])
func `counts are grouped by three`(value: Int, text: String) { #expect(Figures.count(value) == text) }

@Test(arguments: [(850.0, "850 ns"), (850_000, "850 µs"), (1_200_000, "1.20 ms"), (2.5e9, "2.50 s")])
func `times have the unit that fits`(value: Double, text: String) { #expect(Figures.time(value) == text) }

@Test(arguments: [
  ("requests/s", 2011.4, "2,011/s"), ("requests/s", 12.34, "12.3/s"), ("ns", 1_010_000, "1.01 ms"),
  ("µs", 412.3, "412 µs"), ("µs", 1500, "1.50 ms"), ("bytes", 53_700_000, "53.7 MB"),
  ("share", 0.1234, "12.3 %"), ("count", 3, "3.00"), ("count", 12_345, "12,345"), ("Hz", 440, "440 Hz"),
  ("kg/m²", 1.5, "1.50 kg/m²"), ("count", 1e30, "1e+30"),
])
func `a value looks as its unit says, and one that is not known stands behind it`(
  unit: String, value: Double, text: String
) {
  #expect(Key<Measure.Units>(unit).text(value) == text)
}
