package import Foundation
import Record

/// The files of a run as they are on disk.
package enum RunFolder {
  /// The paths, below `folder`, of all that is no folder, hidden files too; throws
  /// `RunStore.Failure.unreadable`.
  package static func files(in folder: URL) throws -> [String] {
    do {
      return try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { path in
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: path).path)
        return attributes[.type] as? FileAttributeType != .typeDirectory
      }
    } catch {
      throw RunStore.Failure.unreadable(file: folder.path, problem: (error as NSError).plainText)
    }
  }

  /// A file's bytes; throws `RunStore.Failure.unreadable`.
  package static func data(of file: URL) throws -> Data {
    do { return try Data(contentsOf: file) } catch {
      throw RunStore.Failure.unreadable(file: file.path, problem: (error as NSError).plainText)
    }
  }
}
