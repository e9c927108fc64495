// A plugin for clang-tidy: what is looked at is our own code, not the headers of others, which it would walk through in
// full for every file only to leave out what it found there. Built and loaded by packaging/tidy.
//
// What lies in a precompiled header is not even read for this: noload_decls() is what the file itself declares.
#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendPluginRegistry.h>

#include <memory>
#include <string>
#include <vector>

namespace {

struct OwnCode : clang::ASTConsumer {
    void HandleTranslationUnit(clang::ASTContext& context) override {
        const auto& sources = context.getSourceManager();
        std::vector<clang::Decl*> own;
        for (auto* declared : context.getTranslationUnitDecl()->noload_decls())
            if (!sources.isInSystemHeader(declared->getLocation())) own.push_back(declared);
        context.setTraversalScope(own);
    }
};

struct Narrow : clang::PluginASTAction {
    std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance&, llvm::StringRef) override {
        return std::make_unique<OwnCode>();
    }
    bool ParseArgs(const clang::CompilerInstance&, const std::vector<std::string>&) override { return true; }
    ActionType getActionType() override { return AddBeforeMainAction; }
};

const clang::FrontendPluginRegistry::Add<Narrow> narrow("own-code", "looks at our own code only");

}  // namespace
