package import Foundation

extension NSError {
  /// The underlying system's words for a file error.
  package var plainText: String {
    if let underlying = userInfo[NSUnderlyingErrorKey] as? NSError { return underlying.plainText }
    if domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(code))) }
    guard domain == NSCocoaErrorDomain else { return localizedDescription }
    if let number = Self.systemErrors[CocoaError.Code(rawValue: code)] {
      return String(cString: strerror(number))
    }
    return switch CocoaError.Code(rawValue: code) {
    case .fileReadUnknown: "it cannot be read"
    case .fileWriteUnknown: "it cannot be written"
    default: localizedDescription
    }
  }

  /// The system's errors behind Foundation's, whose own words are a code's number.
  private static let systemErrors: [CocoaError.Code: Int32] = [
    .fileNoSuchFile: ENOENT, .fileReadNoSuchFile: ENOENT, .fileReadNoPermission: EACCES,
    .fileWriteNoPermission: EACCES, .fileWriteFileExists: EEXIST, .fileWriteOutOfSpace: ENOSPC,
    .fileWriteVolumeReadOnly: EROFS, .fileReadInvalidFileName: EINVAL, .fileWriteInvalidFileName: EINVAL,
    .fileReadTooLarge: EFBIG,
  ]
}

extension DecodingError {
  /// What is wrong and where, in one line.
  package var plainText: String {
    func place(_ context: Context) -> String {
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return path.isEmpty ? "" : " at `\(path)`"
    }
    return switch self {
    case .keyNotFound(let key, let context): "`\(key.stringValue)` is missing\(place(context))"
    case .typeMismatch(let type, let context): "expected \(type)\(place(context))"
    case .valueNotFound(let type, let context): "expected \(type), found null\(place(context))"
    case .dataCorrupted(let context): "\(context.debugDescription)\(place(context))"
    @unknown default: "\(self)"
    }
  }
}
