#include "services/paper/accessible_pdf.hpp"

#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>
#include <string_view>

namespace services {

std::string accessible_pdf(const std::string& drawn, const std::string& language) {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("drawn", drawn.data(), drawn.size());
    auto root = pdf.getRoot();
    root.replaceKey("/Lang", QPDFObjectHandle::newString(language));
    root.replaceKey("/MarkInfo", QPDFObjectHandle::parse("<< /Marked true >>"));
    root.replaceKey("/ViewerPreferences", QPDFObjectHandle::parse("<< /DisplayDocTitle true >>"));
    QPDFWriter writer{pdf};
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.setObjectStreamMode(qpdf_o_disable);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {static_cast<const char*>(static_cast<const void*>(buffer->getBuffer())), buffer->getSize()};
}

}  // namespace services
