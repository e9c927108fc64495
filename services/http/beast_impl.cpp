// Beast is compiled here, once; everywhere else its headers only declare.
#include <boost/beast/src.hpp>
