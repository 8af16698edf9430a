import Commands
import Glibc

exit(await Harness.main(Array(CommandLine.arguments.dropFirst())))
