# frozen_string_literal: true

require "digest"
require "fileutils"
require "json"
require "open3"
require "rbconfig"
require "tmpdir"
require_relative "../sdk/agent_folder"
require_relative "../sdk/environment"

# The Ruby agent: how it is built, how an app is started with it, and what its pages count.
# A shared library measures waits for the GVL and owns the pages; a Ruby file tells it of collections.
class RubyAgent
  SOURCES = %w[gvl_wait.c harness_native.c gvl_wait.h lock_wait.h counter_page.h]
            .map { |it| "#{__dir__}/#{it}" }.freeze
  FLAGS = %w[-O2 -Wall -fPIC -fvisibility=hidden -shared -pthread].freeze
  LIBRARY = "harness_native.so" # Ruby derives the name of its first function from it
  SEPARATORS = /[ :]/ # what parts the paths in LD_PRELOAD, so that none of them may have it

  # What its pages count, as `initialize` reports it.
  METRICS = JSON.parse(File.read("#{__dir__}/metrics.json")).freeze

  # Kinds of pages that no app will have, and why.
  attr_reader :missing

  # What is built goes below HARNESS_BUILD_DIR, without it below the adapter's folder.
  BUILD_FOLDER = File.join(ENV.fetch("HARNESS_BUILD_DIR", File.dirname(__dir__)), "agent/.build").freeze

  def initialize(build_folder = BUILD_FOLDER, compiler = "cc")
    @build_folder = build_folder
    @compiler = compiler
    @missing = {}
  end

  def metrics
    METRICS
  end

  # Builds the library if there is none of these sources; without it all of the agent's metrics are missing.
  def prepare(progress)
    text = SOURCES.map { |source| File.read(source) }.join + RbConfig::CONFIG["arch"]
    folder = File.join(@build_folder, Digest::SHA256.hexdigest(text)[0, 16])
    library = File.join(folder, LIBRARY)
    problem = File.exist?(library) ? nil : build(folder, progress)
    if [library, AgentFolder.place].all?(SEPARATORS)
      problem ||= "LD_PRELOAD cannot name #{library}; set TMPDIR to a folder without blanks and colons"
    end
    @library = problem ? nil : library
    @missing = problem ? { "gvl" => problem, "gc" => problem } : {}
  end

  # What an app's environment needs beyond `inherited` for its pages to be in `folder`.
  def environment(folder, inherited)
    return {} unless @library

    added = {
      "LD_PRELOAD" => [preloadable(folder), ":"], "RUBYLIB" => [File.join(__dir__, "site"), ":"],
      "RUBYOPT" => ["-rharness_agent", " "]
    }
    { "HARNESS_AGENT_DIR" => folder, **Environment.before(inherited, added) }
  end

  private

  # A path of the library that LD_PRELOAD can name: a link beside the pages, which goes with them, where its own cannot be.
  def preloadable(folder)
    return @library unless @library.match?(SEPARATORS)

    File.join(folder, LIBRARY).tap { |link| File.symlink(@library, link) unless File.symlink?(link) }
  end

  # Compiles; returns what went wrong, or nil.
  def build(folder, progress)
    progress.call("building the runtime agent")
    FileUtils.mkdir_p(@build_folder)
    Dir.mktmpdir("unfinished-", @build_folder) do |unfinished|
      sources = SOURCES.grep(/\.c\z/)
      made = File.join(unfinished, LIBRARY)
      command = [@compiler, *FLAGS, "-o", made, *sources, "-ldl"]
      output, status = Open3.capture2e(*command, stdin_data: "")
      return failure(output) unless status.success?

      FileUtils.mkdir_p(folder)
      File.rename(made, File.join(folder, LIBRARY)) # another adapter may be building the same
    end
    nil
  rescue Errno::ENOENT
    "there is no C compiler (#{@compiler}) for the agent; apt-get install gcc libc6-dev"
  rescue SystemCallError => e
    "the agent cannot be built: #{e.message}"
  end

  def failure(output)
    message = output.scrub.lines.grep(/error/).first&.chomp || "no message"
    "#{@compiler} could not build the agent: #{message}; apt-get install libc6-dev"
  end
end
