/// A client's frames (RFC 6455, 5.2): always masked, each with a key of its own.
enum OutgoingFrame {
  /// The bytes of the longest head: two, the length, the key.
  static let mostHeadBytes = 14

  /// How many bytes a frame of such a payload takes.
  static func size(of payload: Int) -> Int { headSize(payload) + payload }

  /// Writes a frame, whose fragments are not final but the last, to `place`, which has `size(of:)` bytes; returns these.
  @discardableResult
  static func write(
    _ kind: FrameKind, _ payload: Bytes, key: UInt32, isFinal: Bool = true, to place: UnsafeMutableRawPointer
  ) -> Int {
    let size = headSize(payload.count)
    place.storeBytes(of: (isFinal ? 0x80 : 0) | kind.rawValue, as: UInt8.self)
    writeLength(payload.count, to: place + 1)
    place.storeBytes(of: key, toByteOffset: size - 4, as: UInt32.self)
    if let source = payload.baseAddress { mask(source, count: payload.count, key, to: place + size) }
    return size + payload.count
  }

  /// Writes a frame that is masked with the key 0 again, with another key; returns how many bytes it has.
  static func remask(_ frame: UnsafeRawPointer, key: UInt32, to place: UnsafeMutableRawPointer) -> Int {
    let (size, count) = form(of: frame)
    place.copyMemory(from: frame, byteCount: size &- 4)
    place.storeBytes(of: key, toByteOffset: size &- 4, as: UInt32.self)
    mask(frame + size, count: count, key, to: place + size)
    return size &+ count
  }

  /// What a frame says.
  struct Content {
    var isText = false
    var payload = UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// What a frame says that is masked with the key 0, which leaves it as it was; valid as long as the frame.
  static func content(of frame: UnsafeRawPointer) -> Content {
    let (size, count) = form(of: frame)
    let kind = frame.load(as: UInt8.self) & 0x0F
    return Content(
      isText: kind == FrameKind.text.rawValue,
      payload: UnsafeRawBufferPointer(start: frame + size, count: count))
  }

  /// The sizes of a frame's head and of its payload.
  private static func form(of frame: UnsafeRawPointer) -> (head: Int, payload: Int) {
    let short = Int(frame.load(fromByteOffset: 1, as: UInt8.self) & 0x7F)
    switch short {
    case 126: return (8, Int(UInt16(bigEndian: frame.loadUnaligned(fromByteOffset: 2, as: UInt16.self))))
    case 127: return (14, Int(UInt64(bigEndian: frame.loadUnaligned(fromByteOffset: 2, as: UInt64.self))))
    default: return (6, short)
    }
  }

  private static func headSize(_ payload: Int) -> Int { payload < 126 ? 6 : payload <= 0xFFFF ? 8 : 14 }

  private static func writeLength(_ count: Int, to place: UnsafeMutableRawPointer) {
    switch count {
    case ..<126: place.storeBytes(of: 0x80 | UInt8(count), as: UInt8.self)
    case ...0xFFFF:
      place.storeBytes(of: 0x80 | 126, as: UInt8.self)
      place.storeBytes(of: UInt16(count).bigEndian, toByteOffset: 1, as: UInt16.self)
    default:
      place.storeBytes(of: 0x80 | 127, as: UInt8.self)
      place.storeBytes(of: UInt64(count).bigEndian, toByteOffset: 1, as: UInt64.self)
    }
  }

  /// Byte i of the payload is combined with byte i modulo 4 of the key, as its bytes are in memory (5.3); eight at once.
  private static func mask(
    _ source: UnsafeRawPointer, count: Int, _ key: UInt32, to place: UnsafeMutableRawPointer
  ) {
    let wide = UInt64(key) | UInt64(key) << 32
    var index = 0
    while index &+ 8 <= count {
      let word = source.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ wide
      place.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
      index &+= 8
    }
    while index < count {
      let part = UInt8(truncatingIfNeeded: key >> UInt32(8 &* (index & 3)))
      place.storeBytes(
        of: source.load(fromByteOffset: index, as: UInt8.self) ^ part, toByteOffset: index, as: UInt8.self)
      index &+= 1
    }
  }
}
