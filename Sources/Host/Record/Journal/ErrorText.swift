package import Foundation

extension NSError {
  /// The underlying system's words for a file error.
  package var plainText: String {
    if let underlying = userInfo[NSUnderlyingErrorKey] as? NSError { return underlying.plainText }
    return domain == NSPOSIXErrorDomain ? String(cString: strerror(Int32(code))) : localizedDescription
  }
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
