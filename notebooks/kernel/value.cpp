// The value of an expression at the end of a cell.
#include <sstream>

#include <clang/AST/QualTypeNames.h>
#include <clang/AST/Type.h>
#include <clang/Interpreter/Value.h>

#include "notebooks/kernel/display.hpp"
#include "notebooks/kernel/guard.hpp"
#include "notebooks/kernel/parts.hpp"

namespace kernel {
namespace {

template <class T>
std::string text(const T& value) {
  std::ostringstream out;
  out << std::boolalpha << value;
  return out.str();
}

// Numbers are kept in the Value itself; all else is somewhere in memory, and only the cell's code can print
// it.
std::string number_text(const clang::Value& value) {
  switch (value.getKind()) {
    case clang::Value::K_Bool:
      return text(value.getBool());
    case clang::Value::K_Char_S:
      return std::string("'") + value.getChar_S() + "'";
    case clang::Value::K_SChar:
      return text(static_cast<int>(value.getSChar()));
    case clang::Value::K_UChar:
      return text(static_cast<int>(value.getUChar()));
    case clang::Value::K_Short:
      return text(value.getShort());
    case clang::Value::K_UShort:
      return text(value.getUShort());
    case clang::Value::K_Int:
      return text(value.getInt());
    case clang::Value::K_UInt:
      return text(value.getUInt());
    case clang::Value::K_Long:
      return text(value.getLong());
    case clang::Value::K_ULong:
      return text(value.getULong());
    case clang::Value::K_LongLong:
      return text(value.getLongLong());
    case clang::Value::K_ULongLong:
      return text(value.getULongLong());
    case clang::Value::K_Float:
      return text(value.getFloat());
    case clang::Value::K_Double:
      return text(value.getDouble());
    case clang::Value::K_LongDouble:
      return text(value.getLongDouble());
    default:
      return "";
  }
}

}  // namespace

void Engine::show_value() {
  clang::Value value;
  llvm::consumeError(parts_->interpreter->ParseAndExecute("", &value));
  if (!value.isValid() || value.isVoid()) return;
  if (const std::string number = number_text(value); !number.empty()) {
    show_result({{"text/plain", number}});
    return;
  }
  clang::QualType type = value.getType().getNonReferenceType();
  clang::PrintingPolicy policy(parts_->interpreter->getASTContext().getLangOpts());
  const bool pointer = type->isPointerType();
  const std::string name =
      clang::TypeName::getFullyQualifiedName(type, parts_->interpreter->getASTContext(), policy);
  std::ostringstream code;
  const auto address = reinterpret_cast<std::uintptr_t>(value.getPtr());
  if (pointer && !value.getType()->isReferenceType()) {
    code << "xcpp::kernel::show(reinterpret_cast<" << name << ">(" << address << "ull));";
  } else {
    code << "xcpp::kernel::show(*reinterpret_cast<std::add_pointer_t<" << name << ">>(" << address
         << "ull));";
  }
  if (compile_in_trial(code.str())) {  // a type without a name, a lambda's
    show_result({{"text/plain", name}});
    return;
  }
  auto unit = parts_->interpreter->Parse(code.str());
  if (!unit) {
    llvm::consumeError(unit.takeError());
    return;
  }
  const Interruptible heard;
  const Report report = guarded([&] { llvm::consumeError(parts_->interpreter->Execute(*unit)); });
  if (report.ending != Ending::finished) show_result({{"text/plain", "(" + report.what + ")"}});
}

}  // namespace kernel
