#include "services/participation/idea_paper.hpp"

#include "services/participation/answer_paper.hpp"
#include "services/web/words.hpp"

namespace services {

DrawnPaper drawn_idea(const IdeaPaper& paper) {
    auto from = paper.name;
    if (paper.hides_name) from += "\nØnsker ikke at få vist sit navn";
    const auto voices = paper.voices == 1 ? std::string{"1 person"} : std::to_string(paper.voices) + " personer";
    return drawn_parts({
        .title = "Idé nr. " + std::to_string(paper.number),
        .authority = paper.authority,
        .day = paper.made,
        .parts =
            {{"Høring", paper.hearing},
             {"Givet", spoken_day(Language::danish, paper.made)},
             {"Fra", from},
             {"Idé", paper.text},
             {"Støttet af", voices}},
    });
}

}  // namespace services
