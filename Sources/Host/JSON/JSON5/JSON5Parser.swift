extension JSON5Node {
  /// Reads a text as JSON5 has it (spec.json5.org): JSON with comments, names without quotation marks, single ones, trailing commas, and
  /// hexadecimal, signed and unfinished numbers. Two members of one name are an error; `Infinity` and `NaN` are, since no file of ours
  /// has a use for them.
  public init(parsing text: String) throws(JSON5Problem) {
    var parser = JSON5Parser(text)
    self = try parser.document()
  }
}

/// Reads one text, scalar by scalar.
private struct JSON5Parser {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  /// The place of `marked`, from which later ones are counted.
  private var place = TextPlace(line: 1, column: 1)
  private var marked = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { position = 1 }
  }

  mutating func document() throws(JSON5Problem) -> JSON5Node {
    let node = try node(depth: 0)
    guard position == scalars.count else { throw problem("something after the value") }
    return node
  }

  /// Where the reader is.
  private mutating func here() -> TextPlace {
    for scalar in scalars[marked..<position] {
      place =
        scalar == "\n"
        ? TextPlace(line: place.line + 1, column: 1) : TextPlace(line: place.line, column: place.column + 1)
    }
    marked = position
    return place
  }

  private mutating func problem(_ text: String) -> JSON5Problem { JSON5Problem(here(), text) }

  /// What comes here, for an error message.
  private var found: String { next.map { "`\($0)`" } ?? "the end of the file" }

  private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func skip(_ text: String) -> Bool {
    guard scalars[position...].starts(with: text.unicodeScalars) else { return false }
    position += text.unicodeScalars.count
    return true
  }

  private mutating func skipAll(_ isMember: (Unicode.Scalar) -> Bool) {
    while let scalar = next, isMember(scalar) { position += 1 }
  }

  /// Blanks and comments.
  private mutating func skipBlanks() throws(JSON5Problem) {
    while true {
      skipAll { $0.properties.isWhitespace || $0 == "\u{FEFF}" }
      if skip("//") {
        skipAll { $0 != "\n" }
      } else if next == "/" {
        let start = here()
        guard skip("/*") else { throw problem("`/` begins no comment") }
        while !skip("*/") {
          guard next != nil else { throw JSON5Problem(start, "a comment without an end") }
          position += 1
        }
      } else {
        return
      }
    }
  }

  /// A value, with the blanks around it.
  private mutating func node(depth: Int) throws(JSON5Problem) -> JSON5Node {
    try skipBlanks()
    let start = here()
    guard depth <= JSONValue.maximumDepth else {
      throw problem("more than \(JSONValue.maximumDepth) levels of arrays and objects")
    }
    let value: JSON5Node.Value
    switch next {
    case "{": value = try object(depth: depth + 1)
    case "[": value = try array(depth: depth + 1)
    case "\"", "'": value = .string(try string())
    case let scalar? where scalar.isInNumber || ".+-".unicodeScalars.contains(scalar): value = try number()
    case let scalar? where scalar.isInName: value = try word()
    default: throw problem("expected a value, found \(found)")
    }
    try skipBlanks()
    return JSON5Node(place: start, value: value)
  }

  private mutating func word() throws(JSON5Problem) -> JSON5Node.Value {
    let (start, word) = (here(), name())
    switch word {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    case "Infinity", "NaN": throw JSON5Problem(start, "\(word) is no number that can be used here")
    default: throw JSON5Problem(start, "`\(word)` is no value; a text needs quotation marks: \"\(word)\"")
    }
  }

  /// The letters of a name without quotation marks.
  private mutating func name() -> String {
    let start = position
    skipAll(\.isInName)
    return String(String.UnicodeScalarView(scalars[start..<position]))
  }

  private mutating func array(depth: Int) throws(JSON5Problem) -> JSON5Node.Value {
    let start = here()
    position += 1
    var nodes: [JSON5Node] = []
    while true {
      try skipBlanks()
      if skip("]") { return .array(nodes) }
      nodes.append(try node(depth: depth))
      guard skip(",") || next == "]" else { throw unended("an array", start, "`,` or `]`") }
    }
  }

  private mutating func object(depth: Int) throws(JSON5Problem) -> JSON5Node.Value {
    let start = here()
    position += 1
    var members: [JSON5Member] = []
    while true {
      try skipBlanks()
      if skip("}") { return .object(members) }
      let place = here()
      let name = try memberName(start)
      if let first = members.first(where: { $0.name == name }) {
        throw JSON5Problem(place, "`\(name)` stands here a second time, after line \(first.place.line)")
      }
      try skipBlanks()
      guard skip(":") else { throw problem("expected `:` after `\(name)`, found \(found)") }
      members.append(JSON5Member(name: name, place: place, node: try node(depth: depth)))
      guard skip(",") || next == "}" else { throw unended("an object", start, "`,` or `}`") }
    }
  }

  private mutating func memberName(_ start: TextPlace) throws(JSON5Problem) -> String {
    if next == "\"" || next == "'" { return try string() }
    let name = name()
    guard !name.isEmpty else { throw unended("an object", start, "a name or `}`") }
    return name
  }

  /// What is wrong where an array or an object goes on with something else than it may.
  private mutating func unended(_ what: String, _ start: TextPlace, _ wanted: String) -> JSON5Problem {
    next == nil
      ? JSON5Problem(start, "\(what) without an end") : problem("expected \(wanted), found \(found)")
  }

  private mutating func number() throws(JSON5Problem) -> JSON5Node.Value {
    let (place, start) = (here(), position)
    skipAll { $0.isInNumber || $0.isInName || ".+-".unicodeScalars.contains($0) }
    let text = String(String.UnicodeScalarView(scalars[start..<position]))
    let (isNegative, digits) = (text.hasPrefix("-"), text.drop { "+-".contains($0) })
    guard text.count - digits.count <= 1, let value = Self.value(of: digits, isNegative: isNegative) else {
      throw JSON5Problem(place, "`\(text)` is no number")
    }
    return value
  }

  /// The number that digits without a sign stand for; nil: none.
  private static func value(of digits: Substring, isNegative: Bool) -> JSON5Node.Value? {
    let sign = isNegative ? "-" : ""
    if digits.lowercased().hasPrefix("0x") {
      guard digits.dropFirst(2).allSatisfy(\.isHexDigit) else { return nil }
      return Int64(sign + digits.dropFirst(2), radix: 16).map { .integer($0) }
    }
    guard digits.first?.isNumber == true || digits.first == ".", digits != ".",
      digits == "0" || !digits.hasPrefix("0") || !digits.dropFirst().prefix(1).allSatisfy(\.isNumber)
    else { return nil }
    if let integer = Int64(sign + digits) { return .integer(integer) }
    let whole = (digits.hasPrefix(".") ? "0" : "") + digits
    guard let number = Double(sign + whole.replacing(".e", with: ".0e").replacing(".E", with: ".0E")),
      number.isFinite
    else { return nil }
    return .number(number)
  }

  /// A text, from its opening quotation mark on.
  private mutating func string() throws(JSON5Problem) -> String {
    let start = here()
    let mark = scalars[position]
    position += 1
    var text = String.UnicodeScalarView()
    while let scalar = next {
      guard scalar != "\n" else { break }
      position += 1
      if scalar == mark { return String(text) }
      if scalar == "\\" { try appendEscaped(to: &text) } else { text.append(scalar) }
    }
    throw JSON5Problem(start, "a text without an end; a line break in it is written \\n")
  }

  /// What stands after a backslash.
  private mutating func appendEscaped(to text: inout String.UnicodeScalarView) throws(JSON5Problem) {
    guard let letter = next else { return }
    let start = here()
    position += 1
    switch letter {
    case "b": text.append("\u{8}")
    case "f": text.append("\u{C}")
    case "n": text.append("\n")
    case "r": text.append("\r")
    case "t": text.append("\t")
    case "v": text.append("\u{B}")
    case "0" where next.map { !("0"..."9").contains($0) } ?? true: text.append("\0")
    case "x": text.append(try hexadecimal(2, start))
    case "u": text.append(try hexadecimal(4, start))
    case "\n", "\u{2028}", "\u{2029}": break
    case "\r": _ = skip("\n")
    case "1"..."9": throw JSON5Problem(start, "an unknown escape `\\\(letter)` in a text")
    default: text.append(letter)
    }
  }

  /// The scalar of so many digits, with a second unit of UTF-16 where the first is half of a pair.
  private mutating func hexadecimal(_ count: Int, _ start: TextPlace) throws(JSON5Problem) -> Unicode.Scalar {
    let unit = try digits(count, start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xDC00, skip("\\u") else { throw JSON5Problem(start, "half of a surrogate pair in a text") }
    let low = try digits(4, start)
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    else { throw JSON5Problem(start, "half of a surrogate pair in a text") }
    return scalar
  }

  private mutating func digits(_ count: Int, _ start: TextPlace) throws(JSON5Problem) -> UInt32 {
    let text = String(String.UnicodeScalarView(scalars[position...].prefix(count)))
    guard text.count == count, text.allSatisfy(\.isHexDigit), let value = UInt32(text, radix: 16) else {
      throw JSON5Problem(start, "an escape without \(count) hexadecimal digits in a text")
    }
    position += count
    return value
  }
}

extension Unicode.Scalar {
  fileprivate var isInNumber: Bool { ("0"..."9").contains(self) }

  /// Whether a name without quotation marks may have it.
  fileprivate var isInName: Bool {
    self == "_" || self == "$" || properties.isAlphabetic || isInNumber || self == "\u{200C}"
      || self == "\u{200D}"
  }
}
