// Candidates as an item model, for popups and candidate bars.
#pragma once

#include "shared/client/commands/Completions.h"

#include <QAbstractListModel>

namespace confab::client {

class CompletionModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        LabelRole = Qt::DisplayRole,
        HintRole = Qt::UserRole + 1,
        TextRole, ///< what replaces the range
    };

    explicit CompletionModel(QObject* parent = nullptr);

    /// Replaces all rows: each keystroke is another question.
    void setCompletions(const Completions& completions);
    const Completions& completions() const { return m_completions; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    Completions m_completions;
};

} // namespace confab::client
