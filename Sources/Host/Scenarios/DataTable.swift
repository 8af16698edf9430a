package import JSON

/// Rows of a file that users take values from.
package struct DataTable: Equatable, Sendable {
  /// Which row a user takes.
  package enum Pick: String, CaseIterable, Equatable, Sendable {
    /// Its own, which no other user has.
    case unique
    /// The next one with each of its flows, as if all users went through the rows together.
    case circular
    /// Any.
    case random
  }

  /// A value.
  package struct Cell: Equatable, Sendable {
    /// As it is written in JSON where it is a token, otherwise as it is.
    package let text: String
    package let isToken: Bool
  }

  package let name: String
  package let place: TextPlace
  package let pick: Pick
  package let columns: [String]
  /// Each with as many cells as there are columns.
  package let rows: [[Cell]]
}
