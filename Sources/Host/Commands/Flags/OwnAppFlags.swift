/// The flags that bring in apps of the user's own.
enum OwnAppFlags {
  static let app = Flag(
    repeated: "app", "NAME=COMMAND", .text,
    "an app of your own: its name and the command that starts it, with {port} where the port goes; "
      + "a name alone is one of \(ProjectFile.name)")
  static let url = Flag(
    repeated: "url", "NAME=URL", .text, "a server that runs already, which is only loaded and checked")

  static let all: [any CommandFlag] = [app, url]
}
