/// Scripts that teach a shell to complete harness's commands and flags.
enum Completion: String, CaseIterable {
  case bash, zsh, fish

  /// The script for the whole tree of commands below `root`.
  func script(for root: Command) -> String {
    switch self {
    case .bash: Self.bashScript(root)
    case .zsh: "#compdef \(root.name)\nautoload -U +X bashcompinit && bashcompinit\n" + Self.bashScript(root)
    case .fish: Self.fishScript(root)
    }
  }

  /// Every command with the words that lead to it, the root first.
  private static func tree(_ command: Command, _ path: [String] = []) -> [(path: [String], command: Command)]
  {
    [(path, command)] + command.subcommands.flatMap { tree($0, path + [$0.name]) }
  }

  private static func bashScript(_ root: Command) -> String {
    let cases = tree(root).map { path, command in
      let words = command.subcommands.map(\.name) + command.allFlags.map { "--" + $0.name }
      let operands = offer(command.operandOffers).map { " [[ $current == -* ]] || { \($0); return; }" } ?? ""
      return "    '\(path.joined(separator: " "))') words='\(words.joined(separator: " "))';\(operands) ;;"
    }
    let values = tree(root).flatMap(\.command.flags).compactMap { flag in
      offer(flag.offers).map { "    \(flag.letter.map { "-\($0)|" } ?? "")--\(flag.name)) \($0); return ;;" }
    }
    let names = Set(tree(root).flatMap(\.path)).sorted().joined(separator: "|")
    return """
      _harness_names() {
        local before=
        case $current in *,*) before=${current%,*}, ;; esac
        COMPREPLY=($(compgen -P "$before" -W "$(\(root.name) completion "$1" 2>/dev/null)" -- "${current##*,}"))
      }
      _harness() {
        local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} path= words= word
        case $previous in
      \(Set(values).sorted().joined(separator: "\n"))
        esac
        for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
          case $word in \(names)) path="${path:+$path }$word" ;; esac
        done
        case $path in
      \(cases.joined(separator: "\n"))
        esac
        COMPREPLY=($(compgen -W "$words" -- "$current"))
      }
      complete -F _harness \(root.name)

      """
  }

  /// What bash does to offer something; nil: nothing.
  private static func offer(_ offers: Offers) -> String? {
    switch offers {
    case .nothing: nil
    case .files: "COMPREPLY=($(compgen -f -- \"$current\"))"
    case .folders: "COMPREPLY=($(compgen -d -- \"$current\"))"
    case .oneOf(let names): "COMPREPLY=($(compgen -W '\(names.joined(separator: " "))' -- \"$current\"))"
    case .listed(let listing): "_harness_names \(listing.rawValue)"
    }
  }

  private static func fishScript(_ root: Command) -> String {
    var lines = ["complete -c \(root.name) -f"]
    for (path, command) in tree(root) {
      let condition =
        path.isEmpty
        ? "__fish_use_subcommand"
        : path.map { "__fish_seen_subcommand_from \($0)" }.joined(separator: "; and ")
      for subcommand in command.subcommands {
        lines.append(
          "complete -c \(root.name) -n '\(condition)' -a \(subcommand.name) -d '\(quoted(subcommand.summary))'"
        )
      }
      if case .listed(let listing) = command.operandOffers {
        lines.append(
          "complete -c \(root.name) -n '\(condition)' -a '(\(root.name) completion \(listing.rawValue))'")
      }
      for flag in command.allFlags {
        let value =
          switch flag.offers {
          case .oneOf(let names): " -x -a '\(names.joined(separator: " "))'"
          case .listed(let listing): " -x -a '(\(root.name) completion \(listing.rawValue))'"
          case .files, .folders: " -r -F"
          case .nothing: flag.placeholder == nil ? "" : " -x"
          }
        lines.append(
          "complete -c \(root.name) -n '\(condition)' -l \(flag.name)\(value) -d '\(quoted(flag.summary))'")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func quoted(_ text: String) -> String { text.split(separator: "'").joined(separator: "’") }
}
