# What importmap-rails makes of each case that standard input (JSON) lists: an importmap.rb and an entry point over the
# same files; the tags, with `<LOGICAL PATH>` for the public path of each asset. Of Rails it has Action View alone.
require "fileutils"
require "json"
require "logger"
require "tmpdir"
require "active_support/all"
require "action_controller"
require "action_view"

class Missing < StandardError; end

module Rails
  class << self
    attr_accessor :root
    def logger = Logger.new(File::NULL)
    def application = Struct.new(:config).new(config)
    def config = Struct.new(:importmap).new(Struct.new(:rescuable_asset_errors).new([Missing]))
  end
end

module Importmap; end
library = ARGV.fetch(0)
require "#{library}/lib/importmap/version"
require "#{library}/lib/importmap/map"
require "#{library}/app/helpers/importmap/importmap_tags_helper"

asked = JSON.parse($stdin.read)
answers = Dir.mktmpdir do |folder|
  Rails.root = Pathname.new(folder)
  asked.fetch("files").each do |path, text|
    FileUtils.mkdir_p(Rails.root.join(path).dirname)
    Rails.root.join(path).write(text)
  end
  view = ActionView::Base.with_empty_template_cache.empty.extend(Importmap::ImportmapTagsHelper)
  view.define_singleton_method(:request) { nil }
  view.define_singleton_method(:asset_integrity) { |path| "sha384-#{path}" }
  view.define_singleton_method(:path_to_asset) do |path|
    next path if path.match?(%r{\A(https?:)?//})
    Rails.root.join("app/javascript", path).exist? ? "<#{path}>" : raise(Missing)
  end
  asked.fetch("cases").map do |text, entry_point|
    Rails.root.join("importmap.rb").write(text)
    map = Importmap::Map.new.draw(Rails.root.join("importmap.rb"))
    view.javascript_importmap_tags(entry_point, importmap: map)
  end
end
puts JSON.generate(version: Importmap::VERSION, answers: answers)
