// Candidates as an item model.
#include "shared/client/commands/CompletionModel.h"

namespace confab::client {

CompletionModel::CompletionModel(QObject* parent)
    : QAbstractListModel(parent)
{
}

void CompletionModel::setCompletions(const Completions& completions)
{
    if (m_completions == completions)
        return;
    beginResetModel();
    m_completions = completions;
    endResetModel();
}

int CompletionModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_completions.candidates.size()); }

QVariant CompletionModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Candidate& one = m_completions.candidates.at(index.row());
    switch (role) {
    case LabelRole:
        return one.label;
    case HintRole:
        return one.hint;
    case TextRole:
        return one.text;
    case Qt::AccessibleTextRole:
        return one.hint.isEmpty() ? one.label : one.label + QStringLiteral(", ") + one.hint;
    default:
        return {};
    }
}

QHash<int, QByteArray> CompletionModel::roleNames() const { return {{LabelRole, "label"}, {HintRole, "hint"}, {TextRole, "text"}}; }

} // namespace confab::client
