import COpenSSL
import Glibc

/// TLS's state of one slot: the connection, and the ciphertext on its way out.
struct TLSConnection: ~Copyable {
  enum Handshake {
    case goesOn, done
    case failed(String)
  }

  enum Reading {
    /// So many plain bytes.
    case bytes(Int)
    /// Nothing until more ciphertext comes.
    case nothing
    /// The server said that it sends no more, or the stream is broken; an errno value.
    case end(code: Int32)
  }

  /// One record, and what a handshake may have left before it.
  private static let outputBytes = 16384 + 4096

  private let wire = UnsafeMutablePointer<harness_tls_wire>.allocate(capacity: 1)
  private var connection: OpaquePointer?
  private(set) var isEstablished = false
  /// Whether a handshake has begun and come to no end.
  private(set) var isShakingHands = false
  /// How much of the ciphertext was handed over.
  var sent = 0
  /// Whether more of it can be handed over only after the poller's next word.
  var isSending = false
  /// The wait before which it was written.
  private var wait: UInt32 = 0
  /// Plain bytes whose ciphertext is not handed over yet.
  var pendingPlain = 0

  init() {
    wire.initialize(to: harness_tls_wire())
  }

  deinit {
    SSL_free(connection)
    free(wire.pointee.output)
    wire.deallocate()
  }

  /// Makes ready for a handshake; false without memory.
  mutating func begin(in context: borrowing TLSContext) -> Bool {
    if wire.pointee.output == nil {
      wire.pointee.output = .init(OpaquePointer(malloc(Self.outputBytes)))
      wire.pointee.output_capacity = Self.outputBytes
    }
    wire.pointee.output_count = 0
    wire.pointee.input_count = 0
    (sent, pendingPlain, isSending, isEstablished, isShakingHands) = (0, 0, false, false, false)
    connection = context.connection(wire)
    return wire.pointee.output != nil && connection != nil
  }

  mutating func end(in context: inout TLSContext) {
    guard let connection else { return }
    context.end(connection)
    self.connection = nil
    (isEstablished, isShakingHands) = (false, false)
  }

  /// Ciphertext to be read, valid until all of it is.
  mutating func take(_ bytes: Bytes) {
    wire.pointee.input = bytes.baseAddress
    wire.pointee.input_count = bytes.count
  }

  /// Ciphertext that was not handed over yet; nil when there is none.
  var unsent: UnsafeRawBufferPointer? {
    let count = wire.pointee.output_count
    return sent < count
      ? UnsafeRawBufferPointer(start: wire.pointee.output + sent, count: count &- sent) : nil
  }

  /// Makes room for new ciphertext, unless the kernel may not have taken the old one, which then stays before it; returns how much stays.
  private mutating func makeRoom(_ wait: UInt32) -> Int {
    if sent == wire.pointee.output_count, wait != self.wait {
      wire.pointee.output_count = 0
      sent = 0
    }
    return wire.pointee.output_count
  }

  /// Remembers when ciphertext was written, if there is more of it than before.
  private mutating func noteWriting(_ wait: UInt32, since count: Int) {
    if wire.pointee.output_count > count { self.wait = wait }
  }

  mutating func shakeHands(wait: UInt32) -> Handshake {
    let before = makeRoom(wait)
    let code = SSL_do_handshake(connection)
    noteWriting(wait, since: before)
    isEstablished = code == 1
    isShakingHands = code != 1 && SSL_get_error(connection, code) == SSL_ERROR_WANT_READ
    if isEstablished { return .done }
    if isShakingHands { return .goesOn }
    let verdict = SSL_get_verify_result(connection)
    let reason = TLSError.lastReason ?? "the server closed the connection"
    guard verdict != X509_V_OK else { return .failed(reason) }
    return .failed("\(reason): \(String(cString: X509_verify_cert_error_string(verdict)))")
  }

  /// Encrypts at most a record's worth; false when the stream is broken.
  mutating func encrypt(_ bytes: UnsafeRawPointer, count: Int, wait: UInt32) -> Bool {
    let before = makeRoom(wait)
    var written = 0
    let isWritten = SSL_write_ex(connection, bytes, count, &written) == 1
    noteWriting(wait, since: before)
    if !isWritten { ERR_clear_error() }
    return isWritten
  }

  mutating func decrypt(into plain: UnsafeMutablePointer<UInt8>, capacity: Int, wait: UInt32) -> Reading {
    let before = makeRoom(wait)
    defer { noteWriting(wait, since: before) }
    var count = 0
    if SSL_read_ex(connection, plain, capacity, &count) == 1 { return .bytes(count) }
    switch SSL_get_error(connection, 0) {
    case SSL_ERROR_WANT_READ: return .nothing
    case SSL_ERROR_ZERO_RETURN: return .end(code: 0)
    default:
      ERR_clear_error()
      return .end(code: EPROTO)
    }
  }

  /// Whether ciphertext is left to be read.
  var hasInput: Bool { wire.pointee.input_count > 0 || SSL_has_pending(connection) == 1 }

  /// Whether the handshake continued an earlier session.
  var isResumed: Bool { SSL_session_reused(connection) == 1 }

  /// E.g. "TLSv1.3" and "TLS_AES_256_GCM_SHA384".
  var protocolAndCipher: (String, String?) {
    (
      String(cString: SSL_get_version(connection)),
      SSL_CIPHER_get_name(SSL_get_current_cipher(connection)).map { String(cString: $0) }
    )
  }
}
