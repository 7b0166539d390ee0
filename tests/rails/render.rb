# Calls helpers of the real Rails with the manifest of Sprockets in a folder, for all cases in one process.
#
# The argument is the folder. Standard input is a JSON list of cases: the name of a helper, its arguments, its options,
# and settings of the view. Standard output is the list of what the helpers gave, or {"error": CLASS} where one raised.
require "bigdecimal"
require "json"
require "active_support/all"
require "action_controller"
require "action_view"
require "sprockets"
require "sprockets/rails/helper"

ActionView::Template::Types.delegate_to(Mime)

Request = Struct.new(:base_url) do
  def ssl? = true
  def local? = false
  def protocol = "https://"
  def send_early_hints(_links) = nil
end

def view(folder, settings)
  view = ActionView::Base.with_empty_template_cache.empty
  view.extend(Sprockets::Rails::Helper)
  view.assets_manifest = Sprockets::Manifest.new(nil, folder)
  view.assets_prefix = "/assets"
  view.digest_assets = true
  view.resolve_assets_with = [:manifest]
  view.unknown_asset_fallback = false
  view.config = ActiveSupport::InheritableOptions.new(asset_host: settings["asset_host"])
  request = Request.new("https://page.example") unless settings["no_request"]
  view.define_singleton_method(:request) { request }
  view.define_singleton_method(:response) { nil }
  view.define_singleton_method(:content_security_policy_nonce) { "n0nce" }
  view
end

# What the manifest tells when Sprockets has deleted all that it takes for old.
def cleaned(folder)
  manifest = Sprockets::Manifest.new(nil, folder)
  manifest.clean(0, 0)
  manifest.files.transform_values { |file| [file["size"], Time.parse(file["mtime"]).utc.year] }
end

folder = ARGV.fetch(0)
found = JSON.parse($stdin.read).map do |helper, arguments, options, settings|
  symbols = options.transform_keys(&:to_sym)
  symbols[:protocol] = :relative if symbols[:protocol] == "relative"
  symbols[:type] = symbols[:type].to_sym if helper == "asset_path" && symbols[:type]
  arguments += [symbols] unless symbols.empty?
  next cleaned(folder) if helper == "clean"

  view(folder, settings).public_send(helper, *arguments).to_s
rescue StandardError => error
  { error: error.class.name }
end
puts JSON.generate(found)
