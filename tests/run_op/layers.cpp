// Layers by name; their attributes are the arguments of their constructors.
#include "layers/layers.hpp"

#include "tests/run_op/registry.hpp"

namespace gg::run_op {
namespace {

using Number = std::size_t;

template <class L>
Layer plain(const char* name) {
  return {name, [](Attributes&) { return make<L>(); }};
}

NormOptions norm_options(Attributes& a) {
  NormOptions o;
  a.read("eps", o.eps);
  a.read("affine", o.affine);
  return o;
}

BatchNormOptions batch_norm_options(Attributes& a) {
  BatchNormOptions o;
  static_cast<NormOptions&>(o) = norm_options(a);
  if (a.get("cumulative", false))
    o.momentum.reset();
  else
    a.read("momentum", o.momentum);
  a.read("track_running_stats", o.track_running_stats);
  return o;
}

template <class L>
Layer batch_norm_layer(const char* name) {
  return {name, [](Attributes& a) { return make<L>(a.need<Number>("num_features"), batch_norm_options(a)); }};
}

ModulePtr group_norm_plus(Attributes& a) {
  GroupNormPlusOptions o;
  static_cast<BatchNormOptions&>(o) = batch_norm_options(a);
  o.arrangement = a.choice<Arrangement>("arrangement",
                                        {{"gn_first", Arrangement::gn_first},
                                         {"bn_first", Arrangement::bn_first},
                                         {"parallel", Arrangement::parallel}},
                                        "gn_first");
  a.read("published_statistics", o.published_statistics);
  return make<GroupNormPlus>(a.need<Number>("num_groups"), a.need<Number>("num_channels"), o);
}

ModulePtr batch_renorm(Attributes& a) {
  BatchRenormOptions o;
  static_cast<BatchNormOptions&>(o) = batch_norm_options(a);
  a.read("r_max", o.r_max);
  a.read("d_max", o.d_max);
  a.read("warmup", o.warmup);
  return make<BatchRenorm>(a.need<Number>("num_features"), o);
}

ModulePtr filter_response_norm(Attributes& a) {
  FilterResponseNormOptions o;
  a.read("eps", o.eps);
  a.read("affine", o.affine);
  a.read("learn_eps", o.learn_eps);
  return make<FilterResponseNorm>(a.need<Number>("num_channels"), o);
}

ModulePtr rms_norm(Attributes& a) {
  RMSNormOptions o;
  static_cast<NormOptions&>(o) = norm_options(a);
  a.read("whole_samples", o.whole_samples);
  return make<RMSNorm>(a.need<Shape>("normalized_shape"), o);
}

ModulePtr weight_standardization(Attributes& a) {
  Attributes layer = a.object("inner");
  return make<WeightStandardization>(build_layer(layer), a.get("eps", 1e-5));
}

std::vector<ModulePtr> modules(Attributes& a) {
  std::vector<ModulePtr> out;
  for (Attributes& module : a.objects("modules")) out.push_back(build_layer(module));
  return out;
}

ModulePtr residual(Attributes& a) {
  Attributes body = a.object("body"), shortcut = a.object("shortcut");
  return make<Residual>(build_layer(body), a.has("shortcut") ? build_layer(shortcut) : nullptr);
}

ModulePtr group_norm_layer(Attributes& a) {
  const auto channels = a.need<Number>("num_channels");
  const NormOptions o = norm_options(a);
  if (a.has("channels_per_group"))
    return make<GroupNorm>(ChannelsPerGroup{a.need<Number>("channels_per_group")}, channels, o);
  return make<GroupNorm>(a.need<Number>("num_groups"), channels, o);
}

}  // namespace

const std::vector<Layer>& layers() {
  static const std::vector<Layer> table = {
      plain<ReLU>("ReLU"),
      plain<Sigmoid>("Sigmoid"),
      plain<Tanh>("Tanh"),
      plain<SiLU>("SiLU"),
      plain<Flatten>("Flatten"),
      plain<Identity>("Identity"),
      plain<GlobalAvgPool>("GlobalAvgPool"),
      {"LeakyReLU", [](Attributes& a) { return make<LeakyReLU>(a.get("negative_slope", 0.01)); }},
      {"GELU", [](Attributes& a) { return make<GELU>(gelu_form(a)); }},
      {"Softplus", [](Attributes& a) { return make<Softplus>(a.get("beta", 1.0)); }},
      {"Dropout", [](Attributes& a) { return make<Dropout>(a.get("p", 0.5)); }},
      {"Linear",
       [](Attributes& a) {
         return make<Linear>(a.need<Number>("in_features"), a.need<Number>("out_features"),
                             a.get("bias", true));
       }},
      {"Conv1d",
       [](Attributes& a) {
         return make<Conv1d>(a.need<Number>("in_channels"), a.need<Number>("out_channels"),
                             a.need<Number>("kernel"), conv1d_options(a), a.get("bias", true));
       }},
      {"Conv2d",
       [](Attributes& a) {
         return make<Conv2d>(a.need<Number>("in_channels"), a.need<Number>("out_channels"),
                             a.need<Size2>("kernel"), conv2d_options(a), a.get("bias", true));
       }},
      {"ConvTranspose2d",
       [](Attributes& a) {
         return make<ConvTranspose2d>(a.need<Number>("in_channels"), a.need<Number>("out_channels"),
                                      a.need<Size2>("kernel"), conv_transpose2d_options(a),
                                      a.get("bias", true));
       }},
      batch_norm_layer<BatchNorm>("BatchNorm"),
      batch_norm_layer<BatchNorm1d>("BatchNorm1d"),
      batch_norm_layer<BatchNorm2d>("BatchNorm2d"),
      batch_norm_layer<BatchNorm3d>("BatchNorm3d"),
      {"GroupNorm", group_norm_layer},
      {"InstanceNorm",
       [](Attributes& a) { return make<InstanceNorm>(a.need<Number>("num_channels"), norm_options(a)); }},
      {"LayerNorm",
       [](Attributes& a) { return make<LayerNorm>(a.need<Shape>("normalized_shape"), norm_options(a)); }},
      {"GroupNormPlus", group_norm_plus},
      {"BatchRenorm", batch_renorm},
      {"BatchChannelNorm",
       [](Attributes& a) {
         return make<BatchChannelNorm>(a.need<Number>("num_groups"), a.need<Number>("num_channels"),
                                       batch_norm_options(a));
       }},
      {"SwitchableNorm",
       [](Attributes& a) {
         return make<SwitchableNorm>(a.need<Number>("num_channels"), batch_norm_options(a));
       }},
      {"FilterResponseNorm", filter_response_norm},
      {"EvoNormS0",
       [](Attributes& a) {
         return make<EvoNormS0>(a.need<Number>("num_groups"), a.need<Number>("num_channels"),
                                norm_options(a));
       }},
      {"RMSNorm", rms_norm},
      {"ExamplesChannelsNorm",
       [](Attributes& a) {
         return make<ExamplesChannelsNorm>(a.need<Number>("examples_per_group"),
                                           a.need<Number>("channels_per_group"),
                                           a.need<Number>("num_channels"), batch_norm_options(a));
       }},
      {"GhostBatchNorm",
       [](Attributes& a) {
         return make<GhostBatchNorm>(a.need<Number>("batch_size"), a.need<Number>("num_features"),
                                     batch_norm_options(a));
       }},
      {"GRN", [](Attributes& a) { return make<GRN>(a.need<Number>("num_channels"), a.get("eps", 1e-6)); }},
      {"WeightStandardization", weight_standardization},
      {"make_norm",
       [](Attributes& a) { return make_norm(a.need<std::string>("spec"), a.need<Number>("num_channels")); }},
      {"MaxPool2d",
       [](Attributes& a) { return make<MaxPool2d>(a.need<Size2>("kernel"), pool2d_options(a)); }},
      {"AvgPool2d",
       [](Attributes& a) { return make<AvgPool2d>(a.need<Size2>("kernel"), pool2d_options(a)); }},
      {"AdaptiveAvgPool2d", [](Attributes& a) { return make<AdaptiveAvgPool2d>(a.need<Size2>("size")); }},
      {"Upsample",
       [](Attributes& a) {
         return make<Upsample>(a.need<Size2>("scale_factor"), interpolation_mode(a),
                               a.get("align_corners", false));
       }},
      {"GRU",
       [](Attributes& a) {
         return make<GRU>(a.need<Number>("input_size"), a.need<Number>("hidden_size"),
                          a.get<std::string>("norm", "none"));
       }},
      {"Sequential", [](Attributes& a) { return make<Sequential>(modules(a)); }},
      {"Residual", residual},
  };
  return table;
}

ModulePtr build_layer(Attributes& attributes) {
  const auto name = attributes.need<std::string>("layer");
  const Layer* layer = find(layers(), name);
  GG_CHECK(layer != nullptr, "unknown layer '", name, "'; --list names all there are");
  const ModulePtr module = layer->build(attributes);
  attributes.finish();
  return module;
}

}  // namespace gg::run_op
