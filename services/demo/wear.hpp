#pragma once

#include "services/demo/letters.hpp"
#include "services/demo/picture.hpp"
#include "services/demo/random.hpp"

namespace services {

/// What paper, post and scanner do to a page. A fax page comes out in black and white alone.
void wear_down(Picture& page, DemoWear wear, DemoRandom& random);

}  // namespace services
