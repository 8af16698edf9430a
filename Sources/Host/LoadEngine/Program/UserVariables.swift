/// The variables of a worker's users: a value of each for each user, in memory of its own.
struct UserVariables: ~Copyable {
  private enum Kind: UInt8 {
    case unset
    /// A JSON value as it is written.
    case token
    case text
  }

  private struct Value {
    var count: Int32 = 0
    var kind = Kind.unset
  }

  /// What a value takes beside its bytes.
  static var valueBytes: Int { MemoryLayout<Value>.stride }

  private let capacities: [Int]
  private let offsets: [Int]
  private let stride: Int
  private let bytes: UnsafeMutablePointer<UInt8>
  private let values: UnsafeMutablePointer<Value>
  private let users: Int

  /// Memory for so many users; `capacities`: the most bytes of each variable.
  init(_ capacities: [Int], users: Int) {
    self.capacities = capacities
    offsets = capacities.indices.map { capacities[..<$0].reduce(0, +) }
    stride = capacities.reduce(0, +)
    self.users = users
    bytes = .allocate(capacity: max(1, stride * users))
    values = .allocate(capacity: max(1, capacities.count * users))
    values.initialize(repeating: Value(), count: capacities.count * users)
  }

  deinit {
    bytes.deallocate()
    values.deallocate()
  }

  private func value(_ variable: Int, of user: Int) -> UnsafeMutablePointer<Value> {
    values + (user &* capacities.count &+ variable)
  }

  private func memory(_ variable: Int, of user: Int) -> UnsafeMutablePointer<UInt8> {
    bytes + (user &* stride &+ offsets[variable])
  }

  /// Forgets all that a user knows.
  func reset(user: Int) {
    for variable in capacities.indices { value(variable, of: user).pointee = Value() }
  }

  /// Forgets a value.
  func reset(_ variable: Int, of user: Int) { value(variable, of: user).pointee = Value() }

  /// Adds to a JSON value that comes in pieces; what is longer than the variable is unset from then on.
  func append(_ piece: Bytes, to variable: Int, of user: Int) {
    let value = value(variable, of: user)
    let count = Int(value.pointee.count) &+ piece.count
    guard count <= capacities[variable] else {
      value.pointee = Value(count: .max, kind: .unset)
      return
    }
    (memory(variable, of: user) + Int(value.pointee.count)).update(
      from: piece.baseAddress!, count: piece.count)
    value.pointee = Value(count: Int32(count), kind: .token)
  }

  /// Sets a text, whose bytes `write` puts into memory for the variable's most, and returns their number.
  func setText(_ variable: Int, of user: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) {
    let count = write(memory(variable, of: user))
    value(variable, of: user).pointee = Value(count: Int32(count), kind: .text)
  }

  /// Sets a text, or a JSON value as it is written; one that is longer than the variable unsets it.
  func set(_ variable: Int, of user: Int, to text: Bytes, isToken: Bool = false) {
    guard text.count <= capacities[variable] else { return reset(variable, of: user) }
    if let start = text.baseAddress { memory(variable, of: user).update(from: start, count: text.count) }
    value(variable, of: user).pointee = Value(count: Int32(text.count), kind: isToken ? .token : .text)
  }

  /// Makes a value the whole number that it says, with or without quotation marks; whether it says one.
  func makeInteger(_ variable: Int, of user: Int) -> Bool {
    var text = bytes(variable, of: user)
    if text.count > 1, text.first == Byte.quote, text.last == Byte.quote {
      text = Bytes(rebasing: text[1..<(text.count - 1)])
    }
    guard let number = text.wholeNumber else { return false }
    set(variable, of: user, to: number)
    return true
  }

  /// Sets a whole number.
  func set(_ variable: Int, of user: Int, to number: Int) {
    setText(variable, of: user) { $0.writeDecimal(number) }
    value(variable, of: user).pointee.kind = .token
  }

  /// Whether a value is there.
  func isSet(_ variable: Int, of user: Int) -> Bool { value(variable, of: user).pointee.kind != .unset }

  /// A value as it is kept, which is valid until it is set again; empty: there is none.
  func bytes(_ variable: Int, of user: Int) -> Bytes {
    let value = value(variable, of: user)
    let count = value.pointee.kind == .unset ? 0 : Int(value.pointee.count)
    return Bytes(start: memory(variable, of: user), count: count)
  }

  /// Whether a value is JSON as it was written; otherwise it is a text.
  func isToken(_ variable: Int, of user: Int) -> Bool { value(variable, of: user).pointee.kind == .token }
}

extension Bytes {
  /// The whole number that they say, without a sign but a minus; nil: they say none, or one that is too large.
  fileprivate var wholeNumber: Int? {
    let digits = first == UInt8(ascii: "-") ? self[1...] : self[...]
    guard (1...18).contains(digits.count) else { return nil }
    var number = 0
    for byte in digits {
      guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
      number = number * 10 + Int(byte) - 48
    }
    return digits.count < count ? -number : number
  }
}
