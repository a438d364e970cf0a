// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace gewu::demo {

enum class Scene { before, after, far };

/// A small drawn street scene as JPEG, so that no real place or person is shown: a wall, a pavement
/// and, before the work, a heap on it. `seed` varies colours and places.
std::string draw_scene(Scene scene, std::uint64_t seed);

}  // namespace gewu::demo
