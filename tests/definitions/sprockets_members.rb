# What Sprockets makes of each tree that standard input (JSON) lists: the members of the target in order and all that it
# links, or why it makes nothing.
require "json"
require "sprockets"

def report(tree)
  root = tree.fetch("root")
  environment = Sprockets::Environment.new(root)
  tree.fetch("paths").each { |path| environment.append_path(File.join(root, path)) }
  environment = environment.cached
  asset = environment.find_asset(tree.fetch("target"))
  return { "error" => "there is no such asset" } unless asset
  linked = environment.find_all_linked_assets(tree.fetch("target")).map(&:logical_path)
  included = asset.included || [asset.uri]
  members = included.map { |uri| Sprockets::URIUtils.parse_asset_uri(uri).first.delete_prefix("#{root}/") }
  { "members" => members, "linked" => linked.uniq.sort, "source" => asset.source.dup.force_encoding("UTF-8") }
rescue SystemStackError
  { "error" => "a circle" }
rescue StandardError, NotImplementedError, LoadError => error
  { "error" => error.message.lines.first.chomp }
end

puts JSON.generate(JSON.parse($stdin.read).map { |tree| report(tree) })
