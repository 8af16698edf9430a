@testable import LoadEngine

extension Corpus {
  /// RFC 9112 §6.3, rules 5 and 6; RFC 9110 §8.6.
  static let contentLength = Topic(
    "Content-Length",
    each(
      .whole("ok"), in: { headOf($0) + "ok" },
      [
        "lower case, no blank": "content-length:2",
        "upper case, blanks around": "CONTENT-LENGTH: \t 2 \t",
        "a leading zero": "Content-Length: 02",
        "more leading zeros than an Int has digits": "Content-Length: 000000000000000000000002",
        "a list of equals": "Content-Length: 2, 2",
        "a list of equals, differently written": "Content-Length: 2,02\t,\t002",
        "a list with empty elements": "Content-Length: ,2,",
        "equal fields": "Content-Length: 2\r\nContent-Length: 2",
        "equal fields and lists": "Content-Length: 2, 2\r\nA: b\r\nContent-Length: 2",
        "among names that resemble it": "X-Content-Length: 9\r\nContent-Length: 2\r\nContent_Length: 9",
      ]),
    each(
      .whole(), in: headOf,
      [
        "zero": "Content-Length: 0", "zeros": "Content-Length: 000",
        "a list of zeros": "Content-Length: 0, 0",
      ]),
    each(.whole("\r\n\r\n"), ["a body of line ends": headOf("Content-Length: 4") + "\r\n\r\n"]),
    each(
      .whole("\0\n\u{7f}\u{ff}"), ["a body of odd bytes": headOf("Content-Length: 4") + "\0\n\u{7f}\u{ff}"]),
    each(.whole(headOf("A: b")), ["a body that is a head": headOf("Content-Length: 25") + headOf("A: b")]),
    each(
      .refused(.contentLength), in: { headOf("Content-Length: \($0)") + "ok" },
      [
        "nothing": "",
        "only blanks": " \t",
        "only a comma": ",",
        "a letter": "x",
        "a negative number": "-1",
        "a negative zero": "-0",
        "a plus sign": "+2",
        "a letter after the number": "2x",
        "a hexadecimal number": "0x2",
        "a hexadecimal digit": "a",
        "a fraction": "2.0",
        "an exponent": "2e0",
        "an underscore": "0_2",
        "a space within": "2 2",
        "a tab within": "0\t2",
        "quotes": "\"2\"",
        "a parameter": "2;q=1",
        "a superscript digit": "\u{b2}",
        "a full-width digit": "\u{ef}\u{bc}\u{92}",
        "different numbers in a list": "2, 3",
        "a different number at the end of a list": "2, 2, 3",
        "a letter in a list": "2, x",
        "different fields": "2\r\nContent-Length: 3",
        "a bad field after a good one": "2\r\nContent-Length: x",
        "an empty field after a good one": "2\r\nContent-Length:",
        "the number in a fold": "\r\n 2",
        "2^63": "9223372036854775808",
        "2^64": "18446744073709551616",
        "2^64 + 2": "18446744073709551618",
        "26 nines": "99999999999999999999999999",
      ]),
    each(
      .refused(.bodyTooLarge), in: headOf,
      ["2^63 - 1": "Content-Length: 9223372036854775807", "a byte over 1 MiB": "Content-Length: 1048577"]),
    each(
      .refused(.field), in: headOf,
      ["a space before the colon": "Content-Length : 2", "NUL after the number": "Content-Length: 2\0"]))
}
